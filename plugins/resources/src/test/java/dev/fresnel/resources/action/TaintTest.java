package dev.fresnel.resources.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import dev.fresnel.resources.Fixture;
import dev.fresnel.testing.plugin.TestView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaintTest {
    private static final String CORDONED = "{'key':'node.kubernetes.io/unschedulable','effect':'NoSchedule'}";
    private static final String OURS = "{'key':'a','value':'1','effect':'NoSchedule'}";

    /** One node and what was entered. */
    private record Chosen(KubeObject object, Taint.Input given) implements Selection {
        @Override
        public List<KubeObject> objects() {
            return List.of(object);
        }

        @Override
        public <T> T input(Class<T> type) {
            return type.cast(given);
        }

        @Override
        public Instant at() {
            return Instant.EPOCH;
        }

        @Override
        public View view() {
            return TestView.of("");
        }
    }

    private static String steps(String spec, String value, boolean remove) {
        var node = Fixture.of(Kind.NODE, "{'metadata':{'name':'n'},'spec':" + spec + "}");
        var input = new Taint.Input("a", value, Taint.Effect.NoSchedule, remove);
        var patch = (Write.Patch) new Taint().plan(new Chosen(node, input)).changes().getFirst().write();
        return patch.steps().stream().map(step -> step.get("op") + " " + step.get("path") + (step.containsKey("value") ? " " + step.get("value") : "")).toList().toString();
    }

    @Test
    void standsBesideOthersWhateverBecomesOfThem() {
        String one = "{'taints':[{'key':'b','effect':'NoExecute'}]}";
        String two = "{'taints':[{'key':'b','effect':'NoExecute'},{'key':'c','effect':'NoExecute'}]}";
        assertThat(steps(one, "2", false)).isEqualTo("[add /spec/taints/0 {effect=NoSchedule, key=a, value=2}]").isEqualTo(steps(two, "2", false));
    }

    @Test
    void isTheSameBeforeAndAfterTheNodesControllerHeardThatItWasUncordoned() {
        String before = "{'taints':[" + CORDONED + "]}";
        assertThat(steps(before, "2", false)).isEqualTo("[add /spec/taints [{effect=NoSchedule, key=a, value=2}]]").isEqualTo(steps("{}", "2", false));
        String cordoned = "{'unschedulable':true,'taints':[" + CORDONED + "]}";
        assertThat(steps(cordoned, "2", false)).isEqualTo("[add /spec/taints/0 {effect=NoSchedule, key=a, value=2}]");
    }

    @Test
    void takesTheFormerOnesPlaceWhereThatIsStillTheSame() {
        String told = OURS.replace('\'', '"');
        String among = "{'taints':[{'key':'b','effect':'NoExecute'}," + OURS + "]}";
        assertThat(steps(among, "2", false))
                .isEqualTo("[test /spec/taints/1 " + told + ", remove /spec/taints/1, add /spec/taints/0 {effect=NoSchedule, key=a, value=2}]");
        assertThat(steps(among, "", true)).isEqualTo("[test /spec/taints/1 " + told + ", remove /spec/taints/1]");
        assertThatThrownBy(() -> steps("{}", "", true)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("RESOURCES_TAINT_NONE"));
    }
}
