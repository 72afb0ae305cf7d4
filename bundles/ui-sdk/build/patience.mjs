import { configure } from '@testing-library/react';

// A busy machine draws late. What never comes fails all the same, only later.
configure({ asyncUtilTimeout: 20_000 });
