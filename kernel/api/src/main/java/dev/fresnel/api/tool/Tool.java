package dev.fresnel.api.tool;

import dev.fresnel.api.view.View;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers a question of assistant, MCP client or command line; reads only. Register it as a component with a {@link ToolType}. */
@ConsumerType
@FunctionalInterface
public interface Tool {
    /**
     * @param call what was asked, checked against the tool's schema
     * @param view what the caller may see
     * @return a value that can be written as JSON
     * @throws dev.fresnel.api.plugin.Problem for an error that can be named
     */
    Object call(ToolCall call, View view) throws Exception;
}
