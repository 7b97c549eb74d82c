### What someone is told by mail because their calendar program would show it too late.

notices-kind-late_feed = Changes your calendar would show late
notices-kind-hint-late_feed = Of what stands in your calendar by your own feed alone, when your calendar program has not fetched it in time.
mail-feed-why = You receive this because it stands in your calendar by your feed. Your calendar program fetches the feed rarely and may still show how it was, so we write as well.
