import { describe } from 'vitest';
import { designTogether } from './design-together';
import { Program } from './support';

describe('two people design a schema together', () => designTogether(new Program()));
