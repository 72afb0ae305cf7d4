package dev.fresnel.offers.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.Suggestion;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Asks an action, on its lane, what it would do with the objects that were named; what it says is made text while its build is held. */
final class Drawing {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Switchboard board;
    private final JsonCodec json;
    private final String plugin;
    private final String id;
    private final View view;
    private final Json asked;

    private @Nullable Offered offered;

    Drawing(Switchboard board, JsonCodec json, String plugin, String id, View view, Json asked) {
        this.board = board;
        this.json = json;
        this.plugin = plugin;
        this.id = id;
        this.view = view;
        this.asked = asked;
    }

    /** The action, once it has been asked. */
    Offered offered() {
        if (offered == null) {
            throw new IllegalStateException("not asked yet");
        }
        return offered;
    }

    Drawn draw(Instant at) {
        return ask((generation, action) -> {
            var picked = new Picked(objects(offered()), offered().form().fill(asked.get("input")), at, view);
            List<Step> steps = new ArrayList<>();
            Drawn drawn = generation.lane().call(action, () -> {
                Plan plan = action.plan(picked);
                plan.changes().forEach(change -> steps.add(Step.of(change, generation.json(), json).checked(view.cluster())));
                List<Message> notes = plan.notes().stream().map(this::plain).toList();
                return new Drawn(digest(steps, plan), steps, plan.sequence(), plan.first(), plan.commands(), notes);
            }, DEADLINE);
            steps.forEach(step -> granted(generation, step));
            return drawn;
        });
    }

    /** What the form begins with, as JSON. */
    Json suggestion() {
        return ask((generation, action) -> {
            var picked = new Picked(objects(offered()), offered().form().mend(asked.get("input")), Instant.now(), view);
            byte[] text = generation.lane().call(action, () -> generation.json().write(action.suggest(picked)), DEADLINE);
            return json.parse(text);
        });
    }

    /** Arguments may be of any class of the plugin's. */
    private Message plain(Message said) {
        var args = new java.util.HashMap<String, Object>();
        said.args().forEach((name, value) -> args.put(name, value instanceof Number || value instanceof Boolean ? value : String.valueOf(value)));
        return new Message(said.key(), args);
    }

    private <T> T ask(BiFunction<Generation, Action, T> question) {
        try (Lease lease = board.lease(plugin).orElseThrow(this::unknown)) {
            Generation generation = lease.generation();
            Extension<Action> extension = generation.extensions(Action.class).stream()
                    .filter(one -> one.text("fresnel.action.id").equals(id))
                    .findFirst()
                    .orElseThrow(this::unknown);
            offered = Offered.of(generation, extension);
            return question.apply(generation, extension.value());
        }
    }

    private List<KubeObject> objects(Offered offered) {
        String resource = asked.get("resource").text();
        if (!offered.suits(resource)) {
            throw new Problem(Problem.Kind.INVALID, "ACTION_KIND", offered.id() + " is not for " + resource + ".");
        }
        List<Json> named = asked.get("objects").items();
        if (named.isEmpty() || named.size() > offered.most()) {
            throw new Problem(Problem.Kind.INVALID, "ACTION_COUNT", "Name 1 to " + offered.most() + " objects.", Map.of("most", offered.most()), null);
        }
        Kind kind = known(view.kind(resource)).orElseThrow(() ->
                new Problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", "The cluster serves no " + resource + ".", Map.of("resource", resource), null));
        return Together.each(named, one -> object(kind, one));
    }

    private KubeObject object(Kind kind, Json named) {
        var ref = new ObjectRef(view.cluster(), kind, named.get("namespace").text(), named.get("name").text());
        KubeObject found = known(view.get(ref)).orElseThrow(() ->
                new Problem(Problem.Kind.MISSING, "ACTION_GONE", ref.name() + " is no longer there.", Map.of("name", ref.name()), null));
        String uid = named.get("uid").text();
        if (!uid.isEmpty() && !uid.equals(found.uid())) {
            throw new Problem(Problem.Kind.CONFLICT, "ACTION_REPLACED", ref.name() + " has been replaced by another of that name.", Map.of("name", ref.name()), null);
        }
        return found;
    }

    private static <T> T known(Answer<T> answer) {
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.Forbidden<T> no -> throw new Problem(
                    Problem.Kind.FORBIDDEN, "ACTION_FORBIDDEN", "You may not " + no.verb() + " " + no.resource() + ".",
                    Map.of("verb", no.verb(), "resource", no.resource(), "namespace", no.namespace()), null);
            case Answer.Unreachable<T> down -> throw new Problem(Problem.Kind.CLUSTER_DOWN, "ACTION_UNREACHABLE", down.detail());
            case Answer.Loading<T> loading -> throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "ACTION_UNREACHABLE", "The cluster does not answer yet.");
        };
    }

    /** A plugin changes only kinds that it asks for. */
    private static void granted(Generation generation, Step step) {
        List<String> asks = generation.descriptor().at("/asks/write").items().stream().map(Json::text).toList();
        if (!asks.contains("*") && !asks.contains(step.target().kind().id())) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "ACTION_NOT_GRANTED",
                    "The plugin " + generation.plugin() + " does not ask for changing " + step.target().kind().id() + ".",
                    Map.of("plugin", generation.plugin(), "resource", step.target().kind().id()), null);
        }
    }

    private String digest(List<Step> steps, Plan plan) {
        try {
            byte[] text = (steps.stream().map(step -> step.mark(json)).toList() + " " + plan.sequence() + " " + plan.first()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private Problem unknown() {
        return new Problem(
                Problem.Kind.MISSING, "ACTION_UNKNOWN", "There is no action " + id + " of a plugin " + plugin + ".", Map.of("plugin", plugin, "action", id), null);
    }
}
