"""Lists of workers (명단) as employers, health managers and exam institutions write them."""
