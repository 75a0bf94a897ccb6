"""The addresses of the registry of frameworks: finding, reading, bringing in, and each document as a file, one line each."""

from django.urls import path

from throughline.web.public.alignments import bench as alignment_bench
from throughline.web.public.alignments import coverage as alignment_coverage
from throughline.web.public.alignments import integrated as alignment_integrated
from throughline.web.public.alignments import overview as alignment_overview
from throughline.web.public.registry import (
    beside,
    document,
    files,
    items,
    ladder,
    resources,
    searching,
    tracing,
)
from throughline.web.public.registry import versions as registry_versions
from throughline.web.steward import import_tables, importing, refused_files

registry = [
    path("registry/", searching.search, name="registry"),
    path("registry/alignments/", alignment_overview.overview, name="alignments"),
    path("registry/alignments/<uuid:key>/", alignment_overview.one, name="alignment"),
    path("registry/integrated/", alignment_integrated.integrated, name="integrated"),
    path("registry/bench/", alignment_bench.bench, name="bench"),
    path("registry/coverage/", alignment_coverage.coverage, name="registry-coverage"),
    path("registry/coverage.csv", alignment_coverage.coverage_table, name="registry-coverage-table"),
    path("registry/everything.zip", files.everything, name="registry-everything"),
    path("registry/bundle.zip", importing.bundle, name="registry-bundle"),
    path("registry/import/", importing.imports, name="imports"),
    path("registry/import/refused/", refused_files.refused, name="imports-refused"),
    path("registry/import/refused/<uuid:key>/again/", refused_files.try_again, name="refused-again"),
    path("registry/import/refused/<uuid:key>/aside/", refused_files.set_aside, name="refused-aside"),
    path("registry/import/refused/<uuid:key>/file", refused_files.download, name="refused-file"),
    path("registry/import/tables/<int:file>/", import_tables.table, name="import-table"),
    path("registry/import/<uuid:key>/", importing.one, name="import"),
    path("registry/import/<uuid:key>/apply/", importing.confirm, name="import-apply"),
    path("registry/import/<uuid:key>/go-on/", importing.go_on, name="import-go-on"),
    path("registry/import/<uuid:key>/undo/", importing.undo, name="import-undo"),
    path("registry/<uuid:key>/", document.document, name="registry-document"),
    path("registry/<uuid:key>/level/", document.branch, name="registry-level"),
    path("registry/<uuid:key>/levels/", ladder.ladder, name="registry-ladder"),
    path("registry/<uuid:key>/outside/", document.outside, name="registry-outside"),
    path("registry/<uuid:key>/versions/", registry_versions.versions, name="registry-versions"),
    path("registry/<uuid:key>/versions/<int:number>/", registry_versions.changes, name="registry-changes"),
    path("registry/<uuid:key>/beside/", document.linked, name="registry-linked"),
    path("registry/<uuid:key>/beside/<uuid:other>/", beside.beside, name="registry-beside"),
    path("registry/<uuid:key>/items/<str:name>/", items.item, name="registry-item"),
    path("registry/<uuid:key>/items/<str:name>/leads/", tracing.from_standard, name="registry-leads"),
    path("credentials/<slug:name>/standards/", tracing.to_credential, name="credential-standards"),
    path("registry/<uuid:key>.<str:form>", files.file, name="registry-file"),
    path("resources/ce-<uuid:key>", resources.resource, name="resource"),
    path("documents/<uuid:key>.json", resources.document, name="resource-document"),
    path("milestones/<slug:name>.<str:form>", resources.milestone_file, name="milestone-file"),
    path("competencies/<slug:name>.<str:form>", resources.competency_file, name="competency-file"),
    path("frameworks/<slug:name>.<str:form>", resources.framework_file, name="framework-file"),
    path("credentials/<slug:name>.<str:form>", resources.credential_file, name="credential-file"),
    path("places/<slug:name>.<str:form>", resources.organization_file, name="organization-file"),
    path("learn/<slug:name>.<str:form>", resources.opportunity_file, name="opportunity-file"),
    path("pathways/<slug:name>.<str:form>", resources.pathway_file, name="pathway-as"),
    path("levels.<str:form>", resources.levels_file, name="levels-file"),
]
