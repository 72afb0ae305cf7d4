package dev.fresnel.e2e;

import dev.fresnel.testing.Layout;
import dev.fresnel.testing.plugin.PluginContract;
import java.nio.file.Path;

/** The terminal plugin keeps what every plugin promises: it comes and goes and leaves nothing, tells strangers nothing. */
class TerminalPluginIT extends PluginContract {
    @Override
    protected Path jar() {
        return Layout.desktop().plugin("terminal");
    }
}
