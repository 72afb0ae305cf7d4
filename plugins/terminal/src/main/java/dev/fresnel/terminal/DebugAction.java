package dev.fresnel.terminal;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Adds an ephemeral container to a pod, as {@code kubectl debug} does; it stays in the pod until that ends. */
@Component
@ActionType(
        id = "debug", title = "debug", kinds = "pods", needs = {"patch:pods/ephemeralcontainers", "create:pods/attach"}, level = Level.CHANGE, most = 1,
        input = DebugAction.Input.class, order = 60)
public final class DebugAction implements Action {
    /** What the container may do. */
    public enum Profile {
        GENERAL,
        BASELINE,
        RESTRICTED,
        NETADMIN,
        SYSADMIN
    }

    /** What the person is asked. */
    public record Input(
            @Setting(title = "debug.image", value = "busybox:1.37", min = 1, max = 500) String image,
            @Setting(title = "debug.target", help = "debug.target.help") String target,
            @Setting(title = "debug.profile", help = "debug.profile.help", value = "GENERAL") Profile profile) {}

    private final Settings settings;

    @Activate
    public DebugAction(@Reference Settings settings) {
        this.settings = settings;
    }

    /** The installation's image, and the container that kubectl would take: without one of them the tools see their own processes alone. */
    @Override
    public Suggestion suggest(Selection selection) {
        KubeObject pod = selection.object();
        List<String> containers = pod.at("/spec/containers").items().stream().map(one -> one.get("name").text()).toList();
        String named = pod.annotations().getOrDefault("kubectl.kubernetes.io/default-container", "");
        var options = new ArrayList<>(List.of(new Suggestion.Option("", "–")));
        containers.forEach(name -> options.add(new Suggestion.Option(name, name)));
        String target = containers.contains(named) ? named : containers.stream().findFirst().orElse("");
        return new Suggestion(Map.of("image", settings.get(TerminalSettings.class).debugImage(), "target", target), Map.of("target", options));
    }

    @Override
    public Plan plan(Selection selection) {
        KubeObject pod = selection.object();
        Input input = selection.input(Input.class);
        String phase = pod.text("/status/phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            throw new Problem(Problem.Kind.CONFLICT, "TERMINAL_POD_ENDED", "The pod has ended; containers can be added to one that runs.");
        }
        var containers = new ArrayList<Object>(pod.at("/spec/ephemeralContainers").items());
        String name = "debugger-" + (containers.size() + 1);
        containers.add(container(input, name));
        var write = new Write.Merge(Map.of("spec", Map.of("ephemeralContainers", List.copyOf(containers))), "ephemeralcontainers");
        return Plan.of(Change.of(pod, write, new Message("debug.reason", Map.of("image", input.image())))).commands(List.of(command(pod, input, name)));
    }

    private static String command(KubeObject pod, Input input, String name) {
        String target = input.target().isEmpty() ? "" : " --target=" + quoted(input.target());
        return "kubectl debug -it " + pod.ref().name() + " -n " + pod.ref().namespace() + " --image=" + quoted(input.image()) + target
                + " --profile=" + input.profile().name().toLowerCase(Locale.ROOT) + " -c " + name;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:=@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static Map<String, Object> container(Input input, String name) {
        var made = new LinkedHashMap<String, Object>();
        made.put("name", name);
        made.put("image", input.image());
        made.put("imagePullPolicy", "IfNotPresent");
        made.put("stdin", true);
        made.put("tty", true);
        made.put("terminationMessagePolicy", "File");
        if (!input.target().isEmpty()) {
            made.put("targetContainerName", input.target());
        }
        Map<String, Object> security = security(input.profile());
        if (!security.isEmpty()) {
            made.put("securityContext", security);
        }
        return made;
    }

    /** As kubectl's profiles of the same names. */
    private static Map<String, Object> security(Profile profile) {
        return switch (profile) {
            case GENERAL -> Map.of("capabilities", Map.of("add", List.of("SYS_PTRACE")));
            case BASELINE -> Map.of();
            case RESTRICTED -> Map.of(
                    "runAsNonRoot", true, "allowPrivilegeEscalation", false, "capabilities", Map.of("drop", List.of("ALL")),
                    "seccompProfile", Map.of("type", "RuntimeDefault"));
            case NETADMIN -> Map.of("capabilities", Map.of("add", List.of("NET_ADMIN", "NET_RAW")));
            case SYSADMIN -> Map.of("privileged", true);
        };
    }
}
