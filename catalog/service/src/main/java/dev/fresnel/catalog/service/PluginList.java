package dev.fresnel.catalog.service;

import dev.fresnel.catalog.service.folder.PluginFile;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.ledger.Ledger;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What {@code GET /api/v1/plugins} answers. */
record PluginList(long epoch, List<Plugin> plugins) {
    /**
     * One build of a plugin, or a file that is none.
     *
     * @param id the plugin's id; the file's name when it tells none
     * @param state a state of a generation, or {@code REFUSED}
     * @param reasons why it is refused, or what else one should know
     */
    record Plugin(
            String id,
            String title,
            String summary,
            String version,
            String digest,
            String state,
            List<String> reasons,
            String source,
            String file,
            boolean restartNeeded) {}

    /** Writes it: every generation between its installation and its end, then every file that was refused. */
    record Writer(Switchboard board, List<Generation> known, List<PluginFile> files, Function<PluginFile, List<String>> whyNot, Ledger ledger, Map<String, List<String>> notes) {
        PluginList list() {
            var all = new ArrayList<Plugin>();
            known.stream()
                    .filter(generation -> generation.state() != Generation.State.GONE)
                    .sorted(Comparator.comparing(Generation::plugin).thenComparing(Generation::state))
                    .map(this::plugin)
                    .forEach(all::add);
            files.stream().filter(file -> !whyNot.apply(file).isEmpty()).map(this::refused).forEach(all::add);
            return new PluginList(board.table().epoch(), all);
        }

        private Plugin plugin(Generation generation) {
            boolean serving = generation.state() == Generation.State.SERVING;
            List<String> remains = serving ? board.remains(generation.plugin()) : List.of();
            var reasons = new ArrayList<String>(remains);
            if (serving) {
                reasons.addAll(notes.getOrDefault(generation.plugin(), List.of()));
            }
            Kept kept = ledger.installed().find(generation.plugin()).map(Installed.Entry::now).orElse(new Kept("", "", Kept.FOLDER, ""));
            return new Plugin(
                    generation.plugin(), generation.title(), generation.summary(), generation.version(), generation.digest(),
                    generation.state().name(), List.copyOf(reasons), kept.source(), kept.name(), !remains.isEmpty());
        }

        private Plugin refused(PluginFile file) {
            return file.build()
                    .map(build -> new Plugin(
                            build.id(), build.passport().title(), build.passport().summary(), build.passport().version().toString(),
                            build.digest(), "REFUSED", whyNot.apply(file), Kept.FOLDER, file.name(), false))
                    .orElse(new Plugin(file.name(), file.name(), "", "", "", "REFUSED", file.refused(), Kept.FOLDER, file.name(), false));
        }
    }
}
