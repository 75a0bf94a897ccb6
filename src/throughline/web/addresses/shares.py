"""The addresses of what a learner shares, as they keep it and as the other side opens it, one line each."""

from django.urls import path

from throughline.web.learner import sharing
from throughline.web.organization import inbox
from throughline.web.public import shared

shares = [
    path("me/shares/", sharing.shares, name="shares"),
    path("me/shares/new/", sharing.new_share, name="share-new"),
    path("me/shares/<uuid:key>/", sharing.share, name="share"),
    path("me/shares/<uuid:key>/leave-out/", sharing.leave_out, name="share-leave-out"),
    path("me/shares/<uuid:key>/confirm/", sharing.confirm, name="share-confirm"),
    path("me/shares/<uuid:key>/link/", sharing.new_link, name="share-link"),
    path("me/shares/<uuid:key>/take-back/", sharing.withdraw, name="share-withdraw"),
    path("me/shares/<uuid:key>/seen/", sharing.preview, name="share-preview"),
    path("me/shares/<uuid:key>/seen/file/<slug:digest>/", sharing.preview_file, name="preview-file"),
    path("me/shares/<uuid:key>/seen/line/<slug:kind>/<str:line>/", sharing.preview_line, name="preview-line"),
    path("me/shares/<uuid:key>/seen/<slug:kind>/<str:name>/", sharing.preview_entry, name="preview-entry"),
    path("shared/<str:secret>/", shared.shared, name="shared"),
    path("shared/<str:secret>/record.json", shared.shared_record, name="shared-record"),
    path("shared/<str:secret>/log-proof.json", shared.shared_proof, name="shared-proof"),
    path("shared/<str:secret>/record.pdf", shared.shared_paper, name="shared-paper"),
    path("shared/<str:secret>/check/", shared.shared_check, name="shared-check"),
    path("shared/<str:secret>/file/<slug:digest>/", shared.shared_file, name="shared-file"),
    path("shared/<str:secret>/line/<slug:kind>/<str:key>/", shared.shared_line, name="shared-line"),
    path("shared/<str:secret>/<slug:kind>/<str:name>/", shared.shared_entry, name="shared-entry"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:key>/", inbox.received, name="received"),
    path("inbox/<uuid:key>/record.json", inbox.received_record, name="received-record"),
    path("inbox/<uuid:key>/log-proof.json", inbox.received_proof, name="received-proof"),
    path("inbox/<uuid:key>/record.pdf", inbox.received_paper, name="received-paper"),
    path("inbox/<uuid:key>/check/", inbox.received_check, name="received-check"),
    path("inbox/<uuid:key>/file/<slug:digest>/", inbox.received_file, name="received-file"),
    path("inbox/<uuid:key>/line/<slug:kind>/<str:line>/", inbox.received_line, name="received-line"),
    path("inbox/<uuid:key>/<slug:kind>/<str:name>/", inbox.received_entry, name="received-entry"),
]
