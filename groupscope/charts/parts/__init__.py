"""What cards are made of: the hero plate, panels, avatars, medals, pills, bars, the footer."""
