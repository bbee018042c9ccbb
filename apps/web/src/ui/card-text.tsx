import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** What a card says in two lines at most; the room below them is taken all the same, so that cards of a row agree. */
export function CardText({ text }: { readonly text: string }) {
  return (
    <Box sx={{ flex: 1, minHeight: 0 }}>
      <Typography
        variant="body2"
        color="textSecondary"
        sx={{ overflow: 'hidden', display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical' }}
      >
        {text}
      </Typography>
    </Box>
  );
}
