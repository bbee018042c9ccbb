import Button from '@mui/material/Button';
import CardActionArea from '@mui/material/CardActionArea';
import Link from '@mui/material/Link';
import { createLink } from '@tanstack/react-router';

/** A button that leads to an address of ours. */
export const ButtonLink = createLink(Button);

/** A card that leads to an address of ours. */
export const CardLink = createLink(CardActionArea);

/** A text that leads to an address of ours. */
export const TextLink = createLink(Link);
