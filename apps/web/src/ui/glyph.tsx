import Box from '@mui/material/Box';

/** A coloured letter in place of a picture; the same name always has the same colour. */
export function Glyph({ name, size = 40 }: { readonly name: string; readonly size?: number }) {
  const hue = Array.from(name.toLowerCase()).reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360,
    7,
  );
  return (
    <Box
      aria-hidden
      sx={{
        width: size,
        height: size,
        flexShrink: 0,
        borderRadius: 1.5,
        display: 'grid',
        placeItems: 'center',
        fontWeight: 700,
        fontSize: size * 0.45,
        color: '#fff',
        bgcolor: `hsl(${hue} 45% 38%)`,
      }}
    >
      {name.slice(0, 1).toUpperCase()}
    </Box>
  );
}
