package dev.fresnel.resources.relations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.resources.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelationsTest {
    private static final String POD_SPEC = "{'serviceAccountName':'robot','containers':[{'env':[{'valueFrom':{'configMapKeyRef':{'name':'settings'}}}],"
            + "'envFrom':[{'secretRef':{'name':'keys'}}]}],'volumes':[{'persistentVolumeClaim':{'claimName':'data'}},{'projected':{'sources':[{'configMap':{'name':'ca'}}]}}]}";

    private final List<Fixture> cluster = new ArrayList<>();

    @BeforeEach
    void objects() {
        put(Kinds.DEPLOYMENT, "web", "'spec':{'template':{'metadata':{'labels':{'app':'web','tier':'front'}},'spec':" + POD_SPEC + "}}");
        put(Kinds.DEPLOYMENT, "other", "'spec':{'template':{'metadata':{'labels':{'app':'other'}},'spec':{}}}");
        put(Kinds.SERVICE, "web", "'spec':{'selector':{'app':'web'}}");
        put(Kinds.SERVICE, "none", "'spec':{}");
        put(Kinds.INGRESS, "front", "'spec':{'tls':[{'secretName':'keys'}],'rules':[{'http':{'paths':[{'backend':{'service':{'name':'web'}}}]}}]}");
        put(Kinds.BUDGET, "budget", "'spec':{'selector':{'matchExpressions':[{'key':'tier','operator':'In','values':['front']}]}}");
        put(Kinds.BUDGET, "never", "'spec':{}");
        put(Kinds.POLICY, "all", "'spec':{'podSelector':{}}");
        put(Kinds.AUTOSCALER, "scaler", "'spec':{'scaleTargetRef':{'kind':'Deployment','name':'web'}}");
        put(Kinds.ROLE, "reader", "'rules':[]");
        put(Kinds.BINDING, "reads", "'roleRef':{'kind':'Role','name':'reader'},'subjects':[{'kind':'ServiceAccount','name':'robot','namespace':'shop'}]");
        put(Kinds.ACCOUNT, "robot", "'imagePullSecrets':[{'name':'keys'}]");
        put(Kinds.CONFIG_MAP, "settings", "'data':{}");
        put(Kind.SECRET, "keys", "'type':'Opaque'");
    }

    @Test
    void aWorkloadKnowsWhatLeadsToItAndWhatItIsMadeOf() {
        assertThat(of(new DeploymentRelations(), "web")).containsExactlyInAnyOrder(
                "relation.service services/web", "relation.route ingresses.networking.k8s.io/front", "relation.config configmaps/settings",
                "relation.config configmaps/ca", "relation.config secrets/keys", "relation.storage persistentvolumeclaims/data",
                "relation.account serviceaccounts/robot", "relation.budget poddisruptionbudgets.policy/budget",
                "relation.policy networkpolicies.networking.k8s.io/all", "relation.scaledBy horizontalpodautoscalers.autoscaling/scaler");
    }

    @Test
    void aPodIsScaledByWhatScalesItsOwner() {
        put(Kinds.REPLICA_SET, "web-1", "'metadata':{'name':'web-1','namespace':'shop','ownerReferences':[{'kind':'Deployment','name':'web'}]}");
        put(Kind.POD, "web-1-x",
                "'metadata':{'name':'web-1-x','namespace':'shop','labels':{'app':'web'},'ownerReferences':[{'kind':'ReplicaSet','name':'web-1'}]},'spec':{}");
        assertThat(of(new PodRelations(), "web-1-x")).containsExactlyInAnyOrder(
                "relation.service services/web", "relation.route ingresses.networking.k8s.io/front",
                "relation.policy networkpolicies.networking.k8s.io/all", "relation.scaledBy horizontalpodautoscalers.autoscaling/scaler");
    }

    @Test
    void whatIsUsedKnowsItsUsers() {
        assertThat(of(new ConfigMapRelations(), "settings")).containsExactly("relation.usedBy deployments.apps/web");
        assertThat(of(new SecretRelations(), "keys")).containsExactlyInAnyOrder(
                "relation.usedBy deployments.apps/web", "relation.route ingresses.networking.k8s.io/front", "relation.account serviceaccounts/robot");
        assertThat(of(new AccountRelations(), "robot"))
                .containsExactlyInAnyOrder("relation.usedBy deployments.apps/web", "relation.boundBy rolebindings.rbac.authorization.k8s.io/reads");
        assertThat(of(new RoleRelations(), "reader")).containsExactly("relation.boundBy rolebindings.rbac.authorization.k8s.io/reads");
    }

    @Test
    void selectorsFindTheirWorkloads() {
        assertThat(of(new ServiceRelations(), "web")).contains("relation.leadsTo deployments.apps/web").noneMatch(one -> one.endsWith("/other"));
        assertThat(of(new ServiceRelations(), "none")).isEmpty();
        assertThat(of(new BudgetRelations(), "budget")).containsExactly("relation.appliesTo deployments.apps/web");
        assertThat(of(new BudgetRelations(), "never")).isEmpty();
        assertThat(of(new PolicyRelations(), "all")).hasSize(2);
    }

    @Test
    void whatScalesAndWhatAsksLeadsThere() {
        assertThat(of(new AutoscalerRelations(), "scaler")).containsExactly("relation.scales deployments.apps/web");
        put(Kinds.VALIDATING, "guard", "'metadata':{'name':'guard'},'webhooks':[{'clientConfig':{'service':{'name':'web','namespace':'shop'}}},{'clientConfig':{'url':'x'}}]");
        assertThat(of(new ValidatingWebhookRelations(), "guard")).containsExactly("relation.calls services/web");
        assertThat(of(new ServiceRelations(), "web")).contains("relation.calledBy validatingwebhookconfigurations.admissionregistration.k8s.io/guard");
        assertThat(of(new ServiceRelations(), "none")).isEmpty();
    }

    @Test
    void routesOfGatewaysLeadFromThemToServices() {
        put(Kinds.GATEWAY, "edge", "'spec':{'gatewayClassName':'plain','listeners':[{'tls':{'certificateRefs':[{'name':'keys'}]}}]}");
        put(Kinds.HTTP_ROUTE, "to-web", "'spec':{'parentRefs':[{'name':'edge'}],'rules':[{'backendRefs':[{'name':'web','port':80},{'kind':'Bucket','name':'x'}]}]}");
        assertThat(of(new HttpRouteRelations(), "to-web")).containsExactly(
                "relation.gateway gateways.gateway.networking.k8s.io/edge", "relation.leadsTo services/web");
        assertThat(of(new GatewayRelations(), "edge")).containsExactlyInAnyOrder(
                "relation.class gatewayclasses.gateway.networking.k8s.io/plain", "relation.certificate secrets/keys",
                "relation.route httproutes.gateway.networking.k8s.io/to-web");
        assertThat(of(new ServiceRelations(), "web")).contains("relation.route httproutes.gateway.networking.k8s.io/to-web");
    }

    private void put(Kind kind, String name, String fields) {
        String metadata = fields.contains("'metadata':{'name'") ? "" : "'metadata':{'name':'" + name + "','namespace':'shop'},";
        cluster.add(Fixture.of(kind, "{" + metadata + fields + "}"));
    }

    /** Undeclared reads fail, as on the platform. */
    private List<String> of(RelationSource source, String name) {
        Reads reads = source.reads();
        KubeObject object = named(reads.kind(), name).orElseThrow().reading(reads);
        return source.relations(object, new Here(reads)).stream().map(one -> one.role() + " " + one.to().kind().id() + "/" + one.to().name()).toList();
    }

    private Optional<Fixture> named(Kind kind, String name) {
        return cluster.stream().filter(one -> one.kind().id().equals(kind.id()) && one.ref().name().equals(name)).findFirst();
    }

    /** Finds what was put, with the fields alone that were declared. */
    private final class Here implements Lookup {
        private final Reads reads;

        Here(Reads reads) {
            this.reads = reads;
        }

        @Override
        public Optional<KubeObject> owner(KubeObject of, Kind kind) {
            return of.owners().stream()
                    .filter(owner -> owner.get("kind").text().equals(kind.kind()))
                    .findFirst()
                    .flatMap(owner -> byName(kind, "shop", owner.get("name").text()));
        }

        @Override
        public Optional<KubeObject> byName(Kind kind, String namespace, String name) {
            return named(kind, name).map(one -> one.reading(reads.declared(kind).orElseThrow()));
        }

        @Override
        public List<KubeObject> select(Kind kind, String namespace, String labels) {
            Reads declared = reads.declared(kind).orElseThrow();
            return cluster.stream().filter(one -> one.kind().id().equals(kind.id())).<KubeObject>map(one -> one.reading(declared)).toList();
        }
    }
}
