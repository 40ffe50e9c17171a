"""The jobs in examples/scale do what docs/scale.md says, as far as one machine without their schedulers shows it: their own commands
run here, part by part, and come to the result of the whole."""

import json
import os
import shutil
import subprocess
import time
import unittest

import yaml
from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, content, dlrsim, main

EXAMPLES = os.path.join(SOURCE, "examples", "scale")
QUICKSTART = os.path.join(SOURCE, "scenarios", "quickstart.yaml")


def documents(name):
    return list(yaml.safe_load_all(content(os.path.join(EXAMPLES, name))))


class ScaleTest(ProgramTest):
    def run_in(self, command, **variables):
        return subprocess.run(command, env={**ENVIRONMENT, "PATH": f"{os.path.dirname(DLRSIM)}:{os.environ['PATH']}", **variables},
                              capture_output=True, text=True, timeout=60)

    def fingerprint(self, result):
        return json.loads(result)["fingerprint"]

    def check_is_the_whole(self, page, junit):
        whole = self.fingerprint(dlrsim("run", QUICKSTART, "--json").stdout)
        self.assertIn(whole["outcomes"], content(page))
        self.assertIn('failures="0"', content(junit))

    def test_slurm_array(self):
        results = self.path("results")
        for task in range(1, 4):
            done = self.run_in([os.path.join(EXAMPLES, "slurm-array.sh")], SCENARIO=QUICKSTART, RESULTS=results,
                               SLURM_ARRAY_TASK_ID=str(task), SLURM_ARRAY_TASK_MAX="3")
            self.check(done, 0)
        self.check(self.run_in([os.path.join(EXAMPLES, "slurm-merge.sh")], RESULTS=results), 0, out="PASS")
        self.check_is_the_whole(os.path.join(results, "report.html"), os.path.join(results, "report.xml"))
        self.check(self.run_in([os.path.join(EXAMPLES, "slurm-array.sh")], SCENARIO=QUICKSTART, RESULTS=results), 1,
                   err="sbatch --array")

    def test_a_slurm_task_that_failed_is_run_again_alone(self):
        results = self.path("results")
        array = lambda task, count, **more: self.run_in([os.path.join(EXAMPLES, "slurm-array.sh")], SCENARIO=QUICKSTART, RESULTS=results,
                                                        SLURM_ARRAY_TASK_ID=task, SLURM_ARRAY_TASK_MAX=task if count == "1" else "3",
                                                        SLURM_ARRAY_TASK_COUNT=count, **more)
        for task in ("1", "3"):
            self.check(array(task, "3"), 0)
        self.check(array("2", "1"), 2, err="SHARDS")  # it would be 2 of 2
        self.check(array("2", "1", SHARDS="3"), 0)
        self.check(self.run_in([os.path.join(EXAMPLES, "slurm-merge.sh")], RESULTS=results), 0, out="PASS")

    def test_a_part_that_is_missing_is_told(self):
        results = self.path("results")
        self.run_in([os.path.join(EXAMPLES, "slurm-array.sh")], SCENARIO=QUICKSTART, RESULTS=results, SLURM_ARRAY_TASK_ID="1",
                    SLURM_ARRAY_TASK_MAX="2")
        done = self.run_in([os.path.join(EXAMPLES, "slurm-merge.sh")], RESULTS=results)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("2", done.stderr)

    # A cluster of one machine, with keys and sockets of its own.
    def start_slurm(self):
        os.chmod(self.folder.name, 0o755)
        host = os.uname().nodename.split(".")[0]
        self.write("key", "k" * 1024)
        os.chmod(self.path("key"), 0o400)
        self.write("slurm.conf", f"""ClusterName=one
SlurmctldHost={host}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={self.path('munge.socket')}
StateSaveLocation={self.path('state')}
SlurmdSpoolDir={self.path('spool')}
SlurmctldPidFile={self.path('slurmctld.pid')}
SlurmdPidFile={self.path('slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MailProg=/bin/true
NodeName={host} CPUs={os.cpu_count()} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        self.cluster = {"SLURM_CONF": self.path("slurm.conf"), "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        munged = ["munged", "--foreground", "--force", "--key-file", self.path("key"), "--socket", self.path("munge.socket"),
                  "--pid-file", self.path("munged.pid"), "--log-file", self.path("munged.log"), "--seed-file", self.path("seed")]
        for command in (munged, ["slurmctld", "-D"], ["slurmd", "-D"]):
            with open(self.path(command[0] + ".out"), "w", encoding="utf-8") as out:
                daemon = subprocess.Popen(command, env={**ENVIRONMENT, **self.cluster}, stdout=out, stderr=out)
            self.addCleanup(daemon.wait)
            self.addCleanup(daemon.terminate)
            for _ in range(50):
                if os.path.exists(self.path("munge.socket")):
                    break
                time.sleep(0.1)
        for _ in range(200):
            if "idle" in self.run_in(["sinfo", "-h"], **self.cluster).stdout:
                return
            time.sleep(0.1)
        self.fail("Slurm never came up: " + self.content("slurmctld.out")[-2000:])

    def sbatch(self, script, *flags, **variables):
        os.makedirs(self.path("logs"), exist_ok=True)
        done = self.run_in(["sbatch", "--parsable", "--chdir", self.path("logs"), *flags, os.path.join(EXAMPLES, script)],
                           **self.cluster, **variables)
        self.check(done, 0)
        return done.stdout.split()[0]

    @unittest.skipUnless(os.geteuid() == 0 and all(map(shutil.which, ("munged", "slurmctld", "slurmd", "sbatch"))),
                         "takes root, slurmctld, slurmd, slurm-client and munge")
    def test_slurm_itself_full(self):
        self.start_slurm()
        results = self.path("results")
        job = self.sbatch("slurm-array.sh", "--array=1-4", SCENARIO=QUICKSTART, RESULTS=results)
        self.sbatch("slurm-merge.sh", "--wait", f"--dependency=afterok:{job}", RESULTS=results)
        self.check_is_the_whole(os.path.join(results, "report.html"), os.path.join(results, "report.xml"))
        if not shutil.which("mpirun"):
            return
        ranks = self.path("ranks")
        os.mkdir(ranks)
        self.sbatch("slurm-mpi.sh", "--wait", "--nodes=1", "--ntasks-per-node=2", SCENARIO=QUICKSTART, RESULTS=ranks)
        whole = self.fingerprint(dlrsim("run", QUICKSTART, "--json").stdout)
        self.assertIn(whole["outcomes"], content(os.path.join(ranks, "report.html")))

    def container(self, job):
        template = job["spec"]["template"]["spec"]
        self.assertEqual((job["apiVersion"], job["kind"], template["restartPolicy"]), ("batch/v1", "Job", "Never"))
        container, = template["containers"]
        # Every volume that is mounted is there, and the other way round.
        self.assertEqual({mount["name"] for mount in container["volumeMounts"]}, {volume["name"] for volume in template["volumes"]})
        return container

    def test_kubernetes_indexed_job(self):
        claim, job = documents("kubernetes.yaml")
        merge, = documents("kubernetes-merge.yaml")
        spec, container = job["spec"], self.container(job)
        self.assertEqual(spec["completionMode"], "Indexed")
        self.assertEqual(container["env"], [{"name": "SHARDS", "value": str(spec["completions"])}])
        self.assertLessEqual(spec["parallelism"], spec["completions"])
        volumes = job["spec"]["template"]["spec"]["volumes"] + merge["spec"]["template"]["spec"]["volumes"]
        self.assertEqual({volume["persistentVolumeClaim"]["claimName"] for volume in volumes if "persistentVolumeClaim" in volume},
                         {claim["metadata"]["name"]})

        os.mkdir(self.path("results"))
        def here(container):
            script, = container["args"]
            script = script.replace("/scenario/scenario.yaml", QUICKSTART).replace("/results/", self.path("results/"))
            return container["command"] + [script]
        for index in range(spec["completions"]):
            self.check(self.run_in(here(container), SHARDS=str(spec["completions"]), JOB_COMPLETION_INDEX=str(index)), 0)
        self.check(self.run_in(here(self.container(merge))), 0, out="PASS")
        self.check_is_the_whole(self.path("results/report.html"), self.path("results/report.xml"))


if __name__ == "__main__":
    main()
