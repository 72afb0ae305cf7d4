package dev.fresnel.catalog.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes of §6 of the interfaces page. */
final class Views {
    private Views() {}

    record Item(
            String id,
            String kind,
            String title,
            String summary,
            String publisher,
            String license,
            String version,
            String digest,
            long size,
            String source,
            Trust trust,
            boolean compatible,
            List<String> reasons,
            List<String> adds,
            List<String> asks,
            List<String> needs,
            @Nullable Installed installed,
            @Nullable Update update,
            @Nullable List<Choice> versions,
            @Nullable String readme,
            @Nullable String changelog) {}

    record Trust(String state, List<String> reasons) {}

    record Build(String version, String digest) {}

    record Target(String version, String digest, String source, long size) {}

    record Update(String version, String digest, String source, List<String> newAsks) {}

    record Choice(String version, String digest, long size, String source, boolean compatible, List<String> reasons) {}

    record Installed(
            String version,
            String digest,
            String state,
            String source,
            String file,
            boolean pin,
            boolean hold,
            String policy,
            List<Build> former,
            long since,
            List<String> reasons) {}

    record Items(long checkedAt, List<Item> entries, List<Trouble> problems) {}

    record Trouble(String source, List<String> reasons) {}

    record Change(
            String action,
            String id,
            String title,
            @Nullable Build from,
            @Nullable Target to,
            String why,
            List<String> asks,
            List<String> newAsks,
            boolean canRollBack,
            List<String> notes) {}

    record Plan(
            String id,
            boolean ok,
            List<String> reasons,
            List<Change> changes,
            List<String> touches,
            List<String> asks,
            boolean canRollBack,
            long download,
            long expires) {}

    record Event(long at, String operation, String who, String what, String result, List<String> reasons, List<String> plugins) {}
}
