"""What a state publishes: levels, competencies, credentials, pathways, and their versions."""
