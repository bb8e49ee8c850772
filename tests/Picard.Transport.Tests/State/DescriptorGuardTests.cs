namespace Picard.Transport.Tests;

/// <summary>A descriptor is closed once, and never under a thread that uses it: in every order in which the steps of its users and its closer can come.</summary>
public sealed class DescriptorGuardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryInterleaving_ClosesOnce_AndUnderNobody(int users)
    {
        var orders = 0;
        var chooser = new EveryChoice();
        do
        {
            Run(users, chooser);
            orders++;
        }
        while (chooser.TryAdvance());
        Assert.True(orders > users * 2, $"{orders} orders only.");
    }

    [Fact]
    public void Enter_AfterClose_IsRefused()
    {
        var guard = default(DescriptorGuard);
        Assert.True(guard.TryEnter());
        Assert.False(guard.Close());
        Assert.False(guard.TryEnter());
        Assert.True(guard.Leave());
    }

    private static void Run(int users, EveryChoice chooser)
    {
        var shared = new Shared();
        var actors = Enumerable.Range(0, users).Select(_ => User(shared)).Append(Closer(shared)).ToList();
        while (actors.Count > 0)
        {
            var actor = actors[actors.Count == 1 ? 0 : chooser.Next(actors.Count)];
            if (!actor.MoveNext()) { actors.Remove(actor); }
            Assert.True(shared.Inside == 0 || shared.Closes == 0, "The descriptor was closed under a thread that uses it.");
        }

        Assert.Equal(1, shared.Closes);
    }

    private static IEnumerator<int> User(Shared shared)
    {
        if (!shared.Guard.TryEnter()) { yield break; }
        shared.Inside++;
        yield return 0;
        shared.Inside--;
        if (!shared.Guard.Leave()) { yield break; }
        yield return 1;
        shared.Closes++;
    }

    private static IEnumerator<int> Closer(Shared shared)
    {
        yield return 0;
        if (!shared.Guard.Close()) { yield break; }
        yield return 1;
        shared.Closes++;
    }

    private sealed class Shared
    {
        public DescriptorGuard Guard;

        public int Inside { get; set; }

        public int Closes { get; set; }
    }
}
