import UploadFileIcon from '@mui/icons-material/UploadFile';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../../../ui/glyph.js';
import { TextLine } from './text-line.js';

const most = 256 * 1024;

/** The picture of a backend, typed or chosen. */
export function IconLine(props: {
  readonly name: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const file = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const take = async (chosen: File | undefined) => {
    setTooLarge((chosen?.size ?? 0) > most);
    if (chosen && chosen.size <= most) props.onChange(await asDataUrl(chosen));
  };
  const isPicture = props.value?.startsWith('data:image/') ?? false;
  return (
    <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'start', flexWrap: 'wrap' }}>
      {isPicture ? (
        <Box component="img" src={props.value} alt="" sx={{ width: 40, height: 40, objectFit: 'contain' }} />
      ) : (
        <Glyph name={props.name || '?'} />
      )}
      <Box sx={{ flex: '1 1 220px' }}>
        <TextLine
          label={t('backendEdit.fields.icon')}
          path={['icon']}
          value={props.value}
          help={tooLarge ? t('backendEdit.iconTooLarge') : t('backendEdit.help.icon')}
          mono
          onChange={props.onChange}
        />
      </Box>
      <Button startIcon={<UploadFileIcon />} onClick={() => file.current?.click()}>
        {t('backendEdit.chooseIcon')}
      </Button>
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
    </Box>
  );
}

const asDataUrl = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file cannot be read.')));
    reader.readAsDataURL(file);
  });
