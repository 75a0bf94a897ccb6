"""What people work as: occupations, what they earn, what is projected, which studies lead there, in dated editions."""
