import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, CanvasRenderer]);

/** One line or one part of stacked bars. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly colour: string;
}

export interface PlotOptions {
  readonly kind: 'line' | 'bars';
  readonly isDark: boolean;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}

/** Draws into an element until it is disposed of. */
export function draw(
  element: HTMLElement,
  options: PlotOptions,
): { readonly dispose: () => void; readonly resize: () => void } {
  const chart = init(element, undefined, { renderer: 'canvas' });
  chart.setOption(optionOf(options));
  return { dispose: () => chart.dispose(), resize: () => chart.resize() };
}

function optionOf({ kind, isDark, categories, series }: PlotOptions): Record<string, unknown> {
  const text = isDark ? '#e6ebf2' : '#16202e';
  const line = isDark ? '#3a4658' : '#d6dce5';
  const isBars = kind === 'bars';
  const axis = {
    type: 'category',
    data: categories,
    axisLabel: { color: text },
    axisLine: { lineStyle: { color: line } },
  };
  const values = {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: text },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    animation: false,
    textStyle: { color: text, fontFamily: 'system-ui, sans-serif' },
    legend: { textStyle: { color: text }, top: 0, selectedMode: false },
    grid: { left: 8, right: 16, top: 30, bottom: 4, containLabel: true },
    xAxis: isBars ? values : axis,
    yAxis: isBars ? { ...axis, inverse: true } : values,
    series: series.map(({ name, values: data, colour }) => ({
      name,
      type: isBars ? 'bar' : 'line',
      ...(isBars ? { stack: 'all', barMaxWidth: 26 } : { showSymbol: false, lineStyle: { width: 2 } }),
      data,
      itemStyle: { color: colour },
    })),
  };
}
