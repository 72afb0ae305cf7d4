package dev.fresnel.live.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.resource.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept between two pictures never shows: each picture is the one that is made of everything anew. */
class FoldTest {
    private static final int STEPS = Boolean.getBoolean("fresnel.soak") ? 5_000 : 600;
    private static final List<String> QUESTIONS = List.of(
            "",
            ",\"auto\":true",
            ",\"auto\":true,\"pods\":true",
            ",\"open\":[\"a\"],\"pods\":true",
            ",\"group\":\"node\"",
            ",\"group\":\"node\",\"open\":[\"n1\"],\"pods\":true",
            ",\"group\":\"workload\",\"auto\":true",
            ",\"group\":\"label:app\",\"open\":[\"x\"],\"pods\":true",
            ",\"auto\":true,\"filter\":{\"problems\":true}",
            ",\"auto\":true,\"filter\":{\"text\":\"p1\"}",
            ",\"auto\":true,\"without\":[\"replicasets.apps\",\"nodes\"]",
            ",\"auto\":true,\"limit\":5",
            ",\"focus\":{\"resource\":\"secrets\",\"namespace\":\"a\",\"name\":\"s1\",\"steps\":2}",
            ",\"focus\":{\"resource\":\"pods\",\"namespace\":\"a\",\"name\":\"p1\",\"steps\":1}",
            ",\"focus\":{\"resource\":\"pods\",\"namespace\":\"a\",\"name\":\"p2\",\"steps\":1},\"pods\":true");

    private final World world = new World();
    private final Map<String, Fold> folds = new HashMap<>();
    private int uids;

    @AfterEach
    void end() {
        world.close();
    }

    private void same(String after) {
        for (String question : QUESTIONS) {
            Wanted wanted = world.wanted(question);
            Fold kept = folds.computeIfAbsent(question, none -> new Fold(world.mesh, Folding.of(wanted)));
            Drawn now = Picture.of(world.mesh, true, kept, wanted);
            Fold fresh = new Fold(world.mesh, Folding.of(wanted));
            Drawn anew = Picture.of(world.mesh, true, fresh, wanted);
            fresh.close();
            assertThat(now).as("%s after %s", question, after).isEqualTo(anew);
        }
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String uid(Kind kind, String namespace, String name, Random random) {
        Vertex there = world.mesh.named(kind.id(), namespace, name);
        return there != null && random.nextInt(8) > 0 ? there.uid() : kind.resource() + "-" + uids++;
    }

    /** Something comes, is another one, or comes again as somebody else. */
    private String put(Random random) {
        Kind kind = any(random, List.of(Kind.POD, Kind.POD, Kind.POD, World.REPLICA_SET, World.DEPLOYMENT, World.SERVICE, Kind.SECRET, Kind.NODE));
        String namespace = kind == Kind.NODE ? "" : any(random, List.of("a", "b"));
        String name = kind.resource().charAt(0) + Integer.toString(random.nextInt(kind == Kind.POD ? 12 : 4));
        Vertex before = world.mesh.named(kind.id(), namespace, name);
        String uid = uid(kind, namespace, name, random);
        if (before != null && !before.uid().equals(uid)) {
            world.mesh.leave(before.uid());
        }
        Kind above = kind == Kind.POD ? any(random, List.of(World.REPLICA_SET, World.REPLICA_SET, World.DEPLOYMENT, Kind.NODE)) : kind == World.REPLICA_SET ? any(random, List.of(World.DEPLOYMENT, World.REPLICA_SET)) : null;
        List<String> owners = new ArrayList<>();
        if (above != null && random.nextInt(5) > 0) {
            world.layer(above).byUid.keySet().stream().skip(random.nextInt(3)).findFirst().ifPresent(owners::add);
        }
        State state = any(random, List.of(State.OK, State.OK, State.OFF, State.ERROR, State.WARNING, State.PROGRESS));
        String more = ",\"secret\":\"s" + random.nextInt(5) + "\",\"app\":\"" + any(random, List.of("x", "y")) + "\"";
        world.put(kind, namespace, name, uid, state, Map.of("app", any(random, List.of("x", "y"))), owners, "n" + random.nextInt(3), more);
        return "put " + kind.id() + " " + namespace + "/" + name;
    }

    private String leave(Random random) {
        List<Vertex> all = List.copyOf(world.mesh.vertices());
        if (all.isEmpty()) {
            return "nothing";
        }
        Vertex gone = any(random, all);
        world.mesh.leave(gone);
        return "leave " + gone.kind() + " " + gone.namespace() + "/" + gone.name();
    }

    private String renew(Random random) {
        Layer layer = world.layer(any(random, World.KINDS));
        List<Vertex> some = layer.byUid.values().stream().filter(vertex -> random.nextInt(4) > 0).toList();
        world.mesh.renew(layer, List.of(some.stream().map(vertex -> vertex.row).toList()));
        return "renew " + layer.id;
    }

    private String step(Random random) {
        int what = random.nextInt(100);
        if (what < 66) {
            return put(random);
        } else if (what < 90) {
            return leave(random);
        } else if (what < 94) {
            return renew(random);
        } else if (what < 96) {
            String name = any(random, List.copyOf(world.sources.keySet()));
            world.say(name);
            return "say " + name;
        }
        return "nothing";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyPictureIsThatOfEverythingAnew(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            String done = step(random);
            if (random.nextInt(4) > 0) {
                world.mesh.compute();
            }
            if (random.nextInt(3) == 0) {
                same(done + ", step " + i);
            }
        }
        world.mesh.compute();
        same("everything");
    }

    @Test
    void aBuildThatIsGoneIsNotKept() {
        world.put(Kind.NODE, "", "n1", "n1", State.OK, Map.of(), List.of(), "", "");
        world.put(Kind.POD, "a", "p1", "p1", State.OK, Map.of(), List.of(), "n1", "");
        world.mesh.compute();
        Wanted wanted = world.wanted(",\"auto\":true");
        Fold fold = new Fold(world.mesh, Folding.of(wanted));
        assertThat(Picture.of(world.mesh, true, fold, wanted).edges()).hasSize(1);
        world.say("runs");
        assertThat(fold.links()).isEmpty();
        assertThat(fold.cards()).isEmpty();
        assertThat(Picture.of(world.mesh, true, fold, wanted).edges()).isEmpty();
    }
}
