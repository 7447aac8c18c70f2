from django import forms

from laget.base.actors.models import County
from laget.effect.opened.datasets import Chosen


class NarrowingForm(forms.Form):
    """What an address narrows down by. What it can't be is said, and never guessed."""

    fylke = forms.SlugField(required=False, max_length=50)
    aar = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    sok = forms.CharField(required=False, max_length=100)

    def clean_fylke(self) -> str:
        slug: str = self.cleaned_data["fylke"]
        if slug and not County.objects.filter(slug=slug).exists():
            raise forms.ValidationError(slug)
        return slug

    def chosen(self) -> Chosen:
        return Chosen(county=self.cleaned_data["fylke"], year=self.cleaned_data["aar"])
