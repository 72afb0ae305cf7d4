import { t } from '@fresnel/sdk';
import { Button, LiveTable } from '@fresnel/ui';
import '@fresnel/ui/theme';

console.log(t('loading'), Button, LiveTable);
