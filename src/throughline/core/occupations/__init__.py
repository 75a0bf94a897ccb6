"""What follows from labor data and the catalogue: what is in demand, and which credentials fit a job."""
