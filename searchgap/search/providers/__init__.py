"""One file per search API: how to build a call and how to parse a reply, and nothing else."""
