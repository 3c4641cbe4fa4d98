"""Every call of Ganeti's own Python client, as lines `call -> answer`, to be compared between two clusters.

Run with GANETI_ROOTDIR and GANETI_HOSTNAME of a (virtual) master node.
"""
import json
import sys

sys.path.insert(0, "/usr/share/ganeti/3.0")

from ganeti import errors, luxi, objects, opcodes  # noqa: E402


def show(name, call):
    try:
        answer = call()
    except errors.GenericError as err:
        answer = [type(err).__name__, list(err.args)]
    if isinstance(answer, (objects.QueryResponse, objects.QueryFieldsResponse)):
        answer = answer.ToDict()
    print("%s -> %s" % (name, json.dumps(answer, sort_keys=True)))


def main():
    client = luxi.Client()
    op = opcodes.OpTestDelay(duration=0.1, on_master=True)
    late = opcodes.OpTestDelay(duration=5, on_master=True)

    show("QueryClusterInfo", client.QueryClusterInfo)
    show("QueryConfigValues", lambda: client.QueryConfigValues(
        ["cluster_name", "master_node", "drain_flag", "watcher_pause", "nonsense"]))
    show("QueryTags", lambda: client.QueryTags("instance", "web1"))
    show("QueryTags unknown", lambda: client.QueryTags("instance", "web9"))
    for what, fields in (("node", ["name", "offline", "role", "nonsense"]),
                         ("instance", ["name", "status", "pnode", "snodes", "tags"]),
                         ("group", ["name", "alloc_policy", "node_cnt"]),
                         ("job", ["id", "status", "summary"]),
                         ("lock", ["name", "mode", "owner"]),
                         ("network", ["name"]),
                         ("export", ["node", "export"])):
        show("Query " + what, lambda: client.Query(what, fields, None))
        show("QueryFields " + what, lambda: client.QueryFields(what, fields))
    show("Query filter", lambda: client.Query(
        "instance", ["name"], ["&", ["=", "pnode", "node2"], ["!", ["=~", "name", "^web"]]]))
    show("Query bad filter", lambda: client.Query("node", ["name"], ["?", "name"]))
    show("QueryInstances", lambda: client.QueryInstances(["web1", "db1"], ["name", "status"], False))
    show("QueryInstances locking", lambda: client.QueryInstances([], ["name"], True))
    show("QueryNodes", lambda: client.QueryNodes([], ["name", "pinst_list", "sinst_list"], False))
    show("QueryGroups", lambda: client.QueryGroups(["default"], ["name", "node_cnt"], False))
    show("QueryNetworks", lambda: client.QueryNetworks([], ["name"], False))
    show("QueryExports", lambda: client.QueryExports(["node1"], False))
    show("QueryFilters", lambda: client.QueryFilters(None, ["uuid", "priority", "action"]))
    show("SetDrainFlag", lambda: client.SetQueueDrainFlag(True))
    show("SubmitJob drained", lambda: client.SubmitJob([op]))
    show("SubmitJobToDrainedQueue", lambda: client.SubmitJobToDrainedQueue([op]))
    show("SetDrainFlag", lambda: client.SetQueueDrainFlag(False))
    show("SetWatcherPause", lambda: client.SetWatcherPause(None))
    jobs = []
    show("SubmitJob", lambda: jobs.append(client.SubmitJob([op])) or jobs[-1])
    show("WaitForJobChange", lambda: client.WaitForJobChange(jobs[-1], ["status"], None, None))
    while client.QueryJobs([jobs[-1]], ["status"])[0][0] not in ("success", "error", "canceled"):
        client.WaitForJobChange(jobs[-1], ["status"], None, None)
    show("QueryJobs", lambda: client.QueryJobs(jobs, ["id", "status", "opstatus", "opresult", "summary"]))
    # What is cancelled must not begin meanwhile, however slow this machine is: the filter holds it.
    filters = []
    show("ReplaceFilter", lambda: filters.append(client.ReplaceFilter(
        None, 5, [["jobid", [">", "id", "watermark"]]], "PAUSE", [["test", "held", 0]])) or filters)
    show("QueryFilters", lambda: client.QueryFilters(None, ["priority", "predicates", "action", "reason_trail"]))
    show("SubmitManyJobs", lambda: client.SubmitManyJobs([[late], [late]]))
    held = [jobs[-1] + 1, jobs[-1] + 2]
    show("QueryJobs held", lambda: client.QueryJobs(held, ["id", "status"]))
    show("ChangeJobPriority", lambda: client.ChangeJobPriority(held[0], 10))
    show("ChangeJobPriority unknown", lambda: client.ChangeJobPriority(9999, 10))
    for job in held:
        show("CancelJob", lambda: client.CancelJob(job, kill=False))
    show("CancelJob again", lambda: client.CancelJob(held[0], kill=False))
    show("CancelJob unknown", lambda: client.CancelJob(9999, kill=False))
    show("DeleteFilter", lambda: client.DeleteFilter(filters[-1]))
    show("DeleteFilter again", lambda: client.DeleteFilter(filters[-1]))
    show("ArchiveJob", lambda: client.ArchiveJob(jobs[-1]))
    show("ArchiveJob again", lambda: client.ArchiveJob(jobs[-1]))
    show("WaitForJobChange archived", lambda: client.WaitForJobChange(jobs[-1], ["status"], None, None))
    client.Close()


main()
