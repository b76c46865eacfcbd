"""Landing pages: what a page behind a result says in its markup. Nothing here fetches one."""
