import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';

/** How much of something is taken: a bar, with the figures beside its name. */
export function Meter(props: { readonly label: string; readonly text: string; readonly part: number }) {
  const percent = Math.min(100, Math.max(0, props.part * 100));
  return (
    <Box>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <Typography variant="body2" noWrap title={props.label}>
          {props.label}
        </Typography>
        <Typography variant="body2" color="textSecondary" noWrap>
          {props.text}
        </Typography>
      </Box>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-label={props.label}
        aria-valuetext={props.text}
        color={percent > 95 ? 'warning' : 'primary'}
        sx={{ height: 6, borderRadius: 3, mt: 0.5 }}
      />
    </Box>
  );
}
