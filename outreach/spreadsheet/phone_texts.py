from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.rules.phones import PhoneKind

# What a telephone of a list turned out to be, in the words of whoever has to reach it.
PHONE_TEXTS: Mapping[str, Promise] = {
    PhoneKind.MOBILE: _("mobile, gets texts"),
    PhoneKind.LANDLINE: _("landline, calls only"),
    PhoneKind.INTERNET: _("internet telephone (070), calls only"),
    PhoneKind.REPRESENTATIVE: _("representative number, calls only"),
    PhoneKind.SAFE: _("virtual number (050), calls only"),
    PhoneKind.RETIRED_MOBILE: _("retired mobile number, out of use"),
    PhoneKind.PAID: _("paid service number (060), not called"),
    PhoneKind.DEVICE: _("number of a pager or a device, not called"),
    PhoneKind.FOREIGN: _("number abroad, not called"),
    PhoneKind.MASKED: _("hidden number"),
    PhoneKind.NONSENSE: _("not a telephone number"),
    PhoneKind.BLANK: _("no telephone number"),
}
