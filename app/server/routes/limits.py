"""Bounds of parameters, as the document tells them."""

from typing import Annotated

import msgspec

from app.contract.limits import PAGE_ROWS

PageLimit = Annotated[int, msgspec.Meta(ge=1, le=PAGE_ROWS)]
