package dev.fresnel.resources.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.ActionType;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Setting;
import dev.fresnel.resources.action.Evictees.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Empties nodes as {@code kubectl drain} does: no new pods, then each pod is evicted as its disruption budget allows, waited for where it
 * does not, and nothing is ever deleted past one.
 */
@Component
@ActionType(
        id = "drain", title = "action.drain", kinds = "nodes", needs = {"patch", "list:pods", "create:pods/eviction"}, level = Level.DISRUPTIVE,
        most = 20, input = Drain.Input.class, order = 20)
public final class Drain implements Action {
    private static final int NAMED = 5;

    record Input(
            @Setting(title = "action.drain.wait", help = "action.evict.wait.help", value = "10", min = 0, max = 60) int minutes,
            @Setting(title = "action.grace", help = "action.grace.help", value = "-1", min = -1, max = 86_400) long grace,
            @Setting(title = "action.drain.emptyDir", help = "action.drain.emptyDir.help") boolean emptyDir,
            @Setting(title = "action.drain.alone", help = "action.drain.alone.help") boolean alone) {}

    @Override
    public Plan plan(Selection selection) {
        Input input = selection.input(Input.class);
        List<Evictees> nodes = selection.objects().stream().map(node -> new Evictees(pods(selection, node))).toList();
        checked(nodes, input);
        var cordons = selection.objects().stream().map(Drain::cordon).toList();
        Duration patience = Duration.ofMinutes(input.minutes());
        var evictions = nodes.stream().flatMap(node -> going(node).stream()).map(pod -> Evict.change(pod, input.grace(), patience, "action.drain.evicts")).toList();
        return Plan.after(cordons, evictions).commands(commands(selection, input)).notes(notes(nodes, evictions.size()));
    }

    private static List<KubeObject> pods(Selection selection, KubeObject node) {
        // who may list some namespaces only would leave pods behind without knowing
        if (!Refusal.known(selection.view().may("list", "pods", ""), "rights")) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "RESOURCES_FORBIDDEN", "You may not list pods in all namespaces, which this needs.",
                    Map.of("verb", "list", "resource", "pods", "namespace", ""), null);
        }
        return Refusal.known(selection.view().list(Kind.POD, new Selector("", "", "spec.nodeName=" + node.ref().name())), "pods");
    }

    private static Change cordon(KubeObject node) {
        return Change.of(node, new Write.Merge(Map.of("spec", Map.of("unschedulable", true))), Message.of("action.cordon.reason"))
                .undoneBy(new Write.Merge(Map.of("spec", Map.of("unschedulable", false))));
    }

    private static List<KubeObject> going(Evictees node) {
        return Stream.of(Sort.GOES, Sort.KEEPS, Sort.ALONE).flatMap(sort -> node.of(sort).stream()).toList();
    }

    /** As kubectl: what would be lost has to be chosen, else nothing begins. */
    private static void checked(List<Evictees> nodes, Input input) {
        var reasons = new ArrayList<String>();
        List<String> alone = names(nodes, Sort.ALONE);
        if (!input.alone() && !alone.isEmpty()) {
            reasons.add("Nobody makes these pods anew: " + some(alone) + ". Choose to evict them too, or move them first.");
        }
        List<String> kept = nodes.stream().flatMap(node -> going(node).stream()).filter(Evictees::keeps)
                .filter(pod -> !List.of("Succeeded", "Failed").contains(pod.text("/status/phase"))).map(Drain::name).toList();
        if (!input.emptyDir() && !kept.isEmpty()) {
            reasons.add("These pods keep data in emptyDir volumes, which would be lost: " + some(kept) + ". Choose to lose it, or move them first.");
        }
        if (!reasons.isEmpty()) {
            throw new Problem(
                    Problem.Kind.INVALID, "RESOURCES_DRAIN_CHOICE", String.join(" ", reasons),
                    Map.of("alone", alone.size(), "emptyDir", kept.size()), null);
        }
    }

    private static List<String> names(List<Evictees> nodes, Sort sort) {
        return nodes.stream().flatMap(node -> node.of(sort).stream()).map(Drain::name).toList();
    }

    private static String name(KubeObject pod) {
        return pod.ref().namespace() + "/" + pod.ref().name();
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private static List<String> commands(Selection selection, Input input) {
        return Kubectl.names(
                "drain", selection.objects(), "--ignore-daemonsets", input.emptyDir() ? "--delete-emptydir-data" : "", input.alone() ? "--force" : "",
                input.grace() < 0 ? "" : "--grace-period=" + input.grace(), "--timeout=" + input.minutes() + "m");
    }

    private static List<Message> notes(List<Evictees> nodes, int going) {
        var notes = new ArrayList<Message>();
        notes.add(new Message("action.drain.note.going", Map.of("count", going)));
        note(notes, "action.drain.note.daemons", names(nodes, Sort.DAEMON));
        note(notes, "action.drain.note.mirrors", names(nodes, Sort.MIRROR));
        note(notes, "action.drain.note.alone", names(nodes, Sort.ALONE));
        note(notes, "action.drain.note.emptyDir", nodes.stream().flatMap(node -> going(node).stream()).filter(Evictees::keeps).map(Drain::name).toList());
        return notes;
    }

    private static void note(List<Message> notes, String key, List<String> names) {
        if (!names.isEmpty()) {
            notes.add(new Message(key, Map.of("count", names.size(), "names", some(names))));
        }
    }
}
