"""What every immutable value of plancheck is made from."""

from __future__ import annotations

from typing import dataclass_transform

from msgspec import Struct, field


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True, gc=False):
    """A base for values: fields by annotation, compared and hashed by them, never changed (`msgspec.structs.replace` makes another).

    A struct costs a fraction of a dataclass, both to define and to make: there are over a hundred kinds, and thousands of values a
    plan. A value is made of values, so it can be in no circle, and the collector need not look at it (`gc=False`).
    """
