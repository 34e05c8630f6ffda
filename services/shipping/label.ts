import bwip from 'bwip-js/node';
import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Address } from '../../generated/shipping/types.ts';
import { addressLines, countryName } from '../../look/address.ts';
import { LABEL_FONTS, type Weight } from './label-fonts.ts';
import { measured, runsOf, type TextRun, wrapped } from './label-text.ts';

export interface Label {
  shipFrom: string;
  address: Address;
  method: string;
  carrier: string;
  trackingNumber: string;
  orderNumber: string;
  bookedAt: Date;
}

type Document = InstanceType<typeof PDFDocument>;

/** Points (1/72 inch); A6 is 105 × 148 mm. */
const PAGE = { width: 297.64, height: 419.53, margin: 18 };
const INNER = PAGE.width - 2 * PAGE.margin;

/**
 * The labels of parcels as a PDF, an A6 page each: sender, service, recipient, and the tracking number as Code 128
 * (ISO/IEC 15417) with a quiet zone of ten modules. Check the addresses with `unprintableWords` before.
 */
export async function drawLabels(labels: readonly Label[]): Promise<Buffer> {
  const latest = Math.max(...labels.map(({ bookedAt }) => bookedAt.getTime()));
  const pdf = new PDFDocument({
    size: 'A6',
    margin: PAGE.margin,
    autoFirstPage: false,
    info: { Title: `Label ${labels.map(({ orderNumber }) => orderNumber).join(', ')}`, CreationDate: new Date(latest) },
  });
  const { promise, resolve: done, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.on('end', () => done(Buffer.concat(chunks)));
  pdf.on('error', reject);
  pdf.registerFont('regular', LABEL_FONTS.regular).registerFont('bold', LABEL_FONTS.bold);
  for (const label of labels) {
    pdf.addPage();
    header(pdf, label);
    await recipient(pdf, label.address);
    barcode(pdf, label.trackingNumber);
    footer(pdf, label);
  }
  pdf.end();
  return promise;
}

function header(pdf: Document, { shipFrom, method }: Label): void {
  const [name = '', ...rest] = shipFrom.split(',').map(part => part.trim());
  const band = { y: PAGE.margin, height: 46 };
  pdf.font('bold').fontSize(9).text(name, PAGE.margin, band.y, { width: 130, height: 12, ellipsis: true });
  pdf
    .font('regular')
    .fontSize(7)
    .text(rest.join('\n'), PAGE.margin, band.y + 13, { width: 130, height: 34, ellipsis: true });
  pdf.rect(PAGE.width - PAGE.margin - 118, band.y, 118, band.height).fill('black');
  const size = fontSizeFor(pdf, 'bold', method.toUpperCase(), 106, 16);
  pdf.fillColor('white').font('bold').fontSize(size);
  pdf.text(method.toUpperCase(), PAGE.width - PAGE.margin - 112, band.y + (band.height - size * 1.1) / 2, {
    width: 106,
    align: 'center',
    lineBreak: false,
  });
  pdf.fillColor('black');
  rule(pdf, band.y + band.height + 10);
}

/** A paragraph of the address, taken apart where its lines may end. */
interface Paragraph {
  weight: Weight;
  pieces: Awaited<ReturnType<typeof measured>>;
}

const LINE_HEIGHT = 1.25;
const SMALLEST = 6;
const LARGEST = 15;

/** The lines of the paragraphs at a font size, within a width in points. */
const linesAt = (paragraphs: readonly Paragraph[], size: number, width: number) =>
  paragraphs.flatMap(({ weight, pieces }) => wrapped(pieces, width / size).map(text => ({ weight, text })));

async function recipient(pdf: Document, address: Address): Promise<void> {
  const { name, country } = address;
  const top = 86;
  const texts: readonly (readonly [Weight, string])[] = [
    ['bold', name],
    ...addressLines(address)
      .filter(line => line !== name)
      .map(line => ['regular', line] as const),
    ['bold', countryName(country).toUpperCase()],
  ];
  const paragraphs = await Promise.all(
    texts.map(async ([weight, text]) => ({ weight, pieces: await measured(text, country, weight) })),
  );
  pdf.font('bold').fontSize(7).text('TO', PAGE.margin, top);
  const width = INNER - 22;
  const room = 132;
  let size = LARGEST;
  while (size > SMALLEST && linesAt(paragraphs, size, width).length * size * LINE_HEIGHT > room) size -= 0.5;
  const lines = linesAt(paragraphs, size, width).slice(0, Math.floor(room / (size * LINE_HEIGHT)));
  for (const [at, { weight, text }] of lines.entries()) {
    const baseline = top - 2 + size + at * size * LINE_HEIGHT;
    drawLine(pdf, await runsOf(text, country, weight), { weight, size, x: PAGE.margin + 22, baseline });
  }
  rule(pdf, 226);
}

/**
 * Draws the runs of a line. In the label's own font as text; other letters, and lines from right to left, as shapes, in
 * the order in which they are seen.
 */
function drawLine(
  pdf: Document,
  runs: readonly TextRun[],
  place: { weight: Weight; size: number; x: number; baseline: number },
): void {
  const { weight, size, baseline } = place;
  let { x } = place;
  for (const { text, font, isOwn, isRightToLeft, width } of runs) {
    if (isOwn && !isRightToLeft)
      pdf.font(weight).fontSize(size).text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' });
    else drawShapes(pdf, font, text, { size, x, baseline });
    x += width * size;
  }
}

function drawShapes(
  pdf: Document,
  font: Font,
  text: string,
  place: { size: number; x: number; baseline: number },
): void {
  const scale = place.size / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text);
  let x = place.x;
  for (const [at, glyph] of glyphs.entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
    const shape = glyph.path.toSVG();
    if (shape !== '') {
      pdf.save().transform(scale, 0, 0, -scale, x + xOffset * scale, place.baseline - yOffset * scale);
      pdf.path(shape).fill('black').restore();
    }
    x += xAdvance * scale;
  }
}

/** Black bars and white gaps, in modules, in turn. */
function modules(text: string): number[] {
  const [symbol] = bwip.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) throw new Error(`No Code 128 for ${text}`);
  return symbol.sbs;
}

function barcode(pdf: Document, text: string): void {
  const widths = modules(text);
  const total = widths.reduce((sum, width) => sum + width, 0) + 20;
  const module = INNER / total;
  let x = PAGE.margin + 10 * module;
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) pdf.rect(x, 240, width * module, 96);
    x += width * module;
  }
  pdf.fill('black');
  const readable = text.replace(/^([A-Z]+)(\d{2})(\d{3})(\d{3})(\d)$/, '$1 $2 $3 $4 $5');
  pdf
    .font('bold')
    .fontSize(13)
    .text(readable, PAGE.margin, 343, { width: INNER, align: 'center', characterSpacing: 1, lineBreak: false });
  rule(pdf, 366);
}

function footer(pdf: Document, { orderNumber, carrier, bookedAt }: Label): void {
  const cells = [
    ['ORDER', orderNumber],
    ['CARRIER', carrier],
    ['DATE', bookedAt.toISOString().slice(0, 10)],
  ] as const;
  for (const [index, [title, value]] of cells.entries()) {
    const x = PAGE.margin + (index * INNER) / 3;
    const options = { width: INNER / 3 - 6, height: 14, ellipsis: true };
    pdf.font('regular').fontSize(6).text(title, x, 373, options);
    pdf.font('bold').fontSize(11).text(value, x, 381, options);
  }
}

function rule(pdf: Document, y: number): void {
  pdf
    .moveTo(PAGE.margin, y)
    .lineTo(PAGE.width - PAGE.margin, y)
    .lineWidth(0.75)
    .stroke('black');
}

/** The font size, at most `most`, at which a text is no wider than `width`. */
function fontSizeFor(pdf: Document, font: string, text: string, width: number, most: number): number {
  const natural = pdf.font(font).fontSize(most).widthOfString(text);
  return Math.min(most, (most * width) / natural);
}
