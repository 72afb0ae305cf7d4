import { fresnelPlugin } from '@fresnel/sdk/vite';

export default fresnelPlugin({ id: 'terminal', root: import.meta.dirname });
