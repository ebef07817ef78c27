"""Lists of workers: who enters, what changes, what is due then, and how all is taken back."""
