from django.forms.renderers import TemplatesSetting


class DesignRenderer(TemplatesSetting):
    """Every form field as a field of the design system."""

    field_template_name = "ui/field.html"
