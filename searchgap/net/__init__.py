"""The one way to the network: calls with their secrets kept apart, limits, retries, pace, and a breaker."""
