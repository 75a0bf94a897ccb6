"""Where the doors stand: at the addresses their standards give them, so outside of `/api/v1`."""

from django.conf import settings

from throughline.api.doors import case, clr, oauth, ob3, oid4vci, oid4vp, vc_api

urlpatterns = [
    *case.urlpatterns,
    *ob3.urlpatterns,
    *clr.urlpatterns,
    *oauth.urlpatterns,
    *oid4vci.urlpatterns,
    *oid4vp.urlpatterns,
    *(vc_api.urlpatterns if settings.VC_API else []),
]
