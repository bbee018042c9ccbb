import AddIcon from '@mui/icons-material/Add';
import ArrowDropDownIcon from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useRouter } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';

const ways = [
  ['community', '/marketplace'],
  ['custom', '/backends/new'],
] as const;

/** Where a further backend may come from. */
export function AddBackendButton() {
  const { t } = useTranslation();
  const mayAdd = useMay('operator');
  const router = useRouter();
  const menu = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (!mayAdd) return null;
  const go = (path: string) => {
    setAnchor(null);
    router.history.push(path);
  };
  return (
    <>
      <Button
        variant="contained"
        startIcon={<AddIcon />}
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor ? menu : undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('backendEdit.add')}
      </Button>
      <Menu id={menu} anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {ways.map(([way, path]) => (
          <MenuItem key={way} onClick={() => go(path)}>
            <ListItemText primary={t(`backendEdit.addMenu.${way}`)} secondary={t(`backendEdit.addMenu.${way}Hint`)} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
