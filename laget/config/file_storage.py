"""How Django speaks with an S3-compatible storage."""

from typing import Any

from laget.config.environment import FileStore


def s3_storage(files: FileStore) -> dict[str, Any]:
    """As STORAGES wants it. One that doesn't answer is given up soon: someone waits for the page."""
    from botocore.config import Config  # noqa: PLC0415 -- half a second, for those alone who have such a storage

    client = Config(
        connect_timeout=5,
        read_timeout=20,
        retries={"max_attempts": 2},
        s3={"addressing_style": "path"},
        # Newer checksums than most storages but Amazon's know.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    options = {
        "bucket_name": files.bucket,
        "endpoint_url": files.endpoint,
        "region_name": files.region,
        "access_key": files.key,
        "secret_key": files.secret,
        "client_config": client,
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
