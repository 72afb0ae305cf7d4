package dev.fresnel.e2e;

import dev.fresnel.testing.Layout;
import dev.fresnel.testing.plugin.PluginContract;
import java.nio.file.Path;

/** The map keeps what every plugin has to keep. */
class MapPluginIT extends PluginContract {
    @Override
    protected Path jar() {
        return Layout.desktop().plugin("map");
    }
}
