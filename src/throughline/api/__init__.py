"""The API: `/api/v1`, one router for each area, its schemas beside it. OpenAPI at `/api/v1/openapi.json`."""
