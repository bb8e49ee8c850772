namespace Picard.Benchmarks.Tests;

/// <summary>What the kernel and its tools print is read as they mean it.</summary>
public sealed class LinuxTests
{
    private static readonly string[] s_cpu =
    [
        "cpu  30 3 30 3000 300 3 30 3 0 0",
        "cpu0 10 1 12 1000 100 1 10 1 7 0",
        "cpu1 20 2 20 2000 200 2 20 2 0 0",
        "intr 1 2 3",
    ];

    [Theory]
    [InlineData("8658 (dotnet) S 8657 8628 9471 0 -1 4194304 4444 0 0 0 127 58 3 4 20 0 17 0 256325 0", 8657, 185)]
    [InlineData("12 (a) b (c) R 1 8628 9471 0 -1 4194304 4444 0 0 0 1000000000000 1 0 0 20 0 17 0 256325 0", 1, 1_000_000_000_001)]
    public void ProcStat_TellsParentAndTicks(string line, int parent, long ticks) => Assert.Equal(new ProcStat(parent, ticks), ProcStat.Parse(line));

    [Fact]
    public void EndedChildren_AreCountedApartFromTheProcess() =>
        Assert.Equal(7, ProcStat.EndedChildrenTicks("8658 (dotnet) S 8657 8628 9471 0 -1 4194304 4444 0 0 0 127 58 3 4 20 0 17 0 256325 0"));

    [Fact]
    public void ProcStatus_FindsTheLineOfTheName() =>
        Assert.Equal(8600, ProcStat.StatusKiB(["VmRSS:\t   43888 kB", "RssAnon:\t    8600 kB", "RssFile:\t   30384 kB"], "RssAnon"));

    [Fact]
    public void BusyTicks_LeaveOutIdleWaitingAndGuests()
    {
        Assert.Equal(35, ProcStat.BusyTicks(s_cpu, [0]));
        Assert.Equal(101, ProcStat.BusyTicks(s_cpu, [0, 1]));
    }

    [Fact]
    public void ProcessTree_HoldsThisProcessAndItsTime()
    {
        Assert.Equal(Environment.ProcessId, ProcessTree.Ids(Environment.ProcessId)[0]);
        Assert.True(ProcessTree.CpuMicroseconds(Environment.ProcessId) > 0);
    }

    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0,2-4", new[] { 0, 2, 3, 4 })]
    public void Cores_AreListedOneByOne(string list, int[] cores) => Assert.Equal(cores, Cores.Parse(list));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    public void Cores_OtherThanAList_AreAMistake(string list) => Assert.Throws<UsageException>(() => Cores.Parse(list));

    [Fact]
    public void Perf_CountIsTheFirstField() => Assert.Equal(169, SystemCalls.ParsePerf("some warning\n169,,raw_syscalls:sys_enter,3405383,100.00,,\n"));

    [Fact]
    public void Strace_CountIsInTheLineOfTheTotal() =>
        Assert.Equal(152, SystemCalls.ParseStrace("""
            strace: Process 8874 detached
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             55.33    0.005205        1041         5         2 restart_syscall
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.009407          61       152         4 total
            """));

    [Theory]
    [InlineData("<not supported>,,raw_syscalls:sys_enter,0,100.00,,")]
    [InlineData("Access to performance monitoring and observability operations is limited.")]
    [InlineData("strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted")]
    public void ToolThatMayNotCount_CountsNothing(string text)
    {
        Assert.Null(SystemCalls.ParsePerf(text));
        Assert.Null(SystemCalls.ParseStrace(text));
    }
}
