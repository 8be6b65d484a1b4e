import { useMemo } from "react";
import { summarise } from "../../engine/protocol/summary.ts";
import type { LayerLook } from "../../engine/protocol.ts";
import { say } from "../../engine/words/say.ts";
import { colourMap } from "../views/colour-maps.ts";
import { formatNumber, formatValue } from "../views/format.ts";
import { mapsSheet } from "../views/maps-sheet.ts";
import { pngOfCanvas } from "../views/picture-of.ts";
import { currentTheme } from "../views/theme.ts";
import { summaryText } from "../views/values.ts";
import { WindowedGrid } from "../views/windowed-grid.tsx";
import styles from "./inspect.module.css";
import { useInspect } from "./inspect-store.ts";
import { kernelsCsv } from "./inspect-tables.ts";
import { aroundZero, Legend, Plane } from "./map-grid.tsx";
import { SaveMenu } from "./save-menu.tsx";

const room = 44;

/** Which of the equal groups a filter lies in, from 0 on. */
function groupOf(filter: number, filters: number, groups: number): number {
  return Math.floor((filter * groups) / filters);
}

/** The kernels of the chosen map, one for each input channel, all kernels of the layer on one scale around 0. */
export function KernelList({ look }: { readonly look: LayerLook }) {
  const map = useInspect((state) => state.map);
  const { kernels } = look;
  const range = useMemo(() => aroundZero(kernels?.values ?? new Float32Array()), [kernels]);
  if (!kernels) return null;
  const [first = 0, second = 0, height = 0, width = 0] = kernels.shape;
  const plane = height * width;
  const count = kernels.filtersFirst ? second : first;
  const firstChannel = kernels.filtersFirst ? groupOf(map, first, kernels.groups) * second : 0;
  const offsetOf = (channel: number) =>
    (kernels.filtersFirst ? map * second + channel : channel * second + map) * plane;
  return (
    <section aria-label={say("Kernels")}>
      <header className={styles.titled}>
        <h2>
          {count === 1
            ? say("Kernel")
            : say(
                kernels.groups === 1
                  ? "{count, number} kernels, one for each input channel"
                  : "{count, number} kernels, one for each channel of its group",
                { count },
              )}
        </h2>
        <SaveMenu
          title={say("Kernels")}
          saved={{
            csv: () => kernelsCsv(kernels),
            png: () =>
              pngOfCanvas(
                mapsSheet(
                  Array.from({ length: count }, (_, channel) => ({
                    values: kernels.values,
                    offset: offsetOf(channel),
                    height,
                    width,
                  })),
                  colourMap("sign", currentTheme()),
                  range,
                ),
              ),
          }}
        />
      </header>
      <Legend colours="sign" words={`${formatValue(range.low)}, 0, ${formatValue(range.high)}`} />
      <WindowedGrid
        count={count}
        className={styles.kernels}
        item={(channel) => (
          <>
            <span
              role="img"
              aria-label={say("Kernel for channel {channel}, {summary}", {
                channel: firstChannel + channel + 1,
                summary: summaryText(summarise(kernels.values, offsetOf(channel), plane)),
              })}
            >
              <Plane
                plane={{ values: kernels.values, offset: offsetOf(channel), height, width }}
                colours="sign"
                range={range}
                room={room}
              />
            </span>
            <span className={styles.channel}>{formatNumber(firstChannel + channel + 1)}</span>
          </>
        )}
      />
    </section>
  );
}
