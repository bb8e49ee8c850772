namespace Picard.Transport.Tests;

/// <summary>The state machine of one direction, in every order in which the steps of a few actors can come, and in random orders of more of them.</summary>
public sealed class OperationInterleavingTests
{
    [Theory]
    [InlineData(Acts.Send)]
    [InlineData(Acts.Send | Acts.Cancel)]
    [InlineData(Acts.Send | Acts.CancelToken)]
    [InlineData(Acts.Send | Acts.Close)]
    [InlineData(Acts.Cancel | Acts.CancelToken)]
    [InlineData(Acts.Cancel | Acts.Close)]
    [InlineData(Acts.CancelToken | Acts.Close)]
    [InlineData(Acts.Send | Acts.SendAgain)]
    [InlineData(Acts.Nudge | Acts.CancelToken)]
    [InlineData(Acts.Nudge | Acts.Cancel)]
    public void EveryInterleaving_LosesNothing(Acts acts)
    {
        var orders = 0;
        var chooser = new EveryChoice();
        do
        {
            new OperationModel(acts, chooser.Next).Run();
            orders++;
        }
        while (chooser.TryAdvance());

        // An actor that never gets to act would leave a handful of orders, and a test that shows nothing.
        Assert.True(orders > 20, $"{orders} orders only.");
    }

    [Fact]
    public void RandomInterleavings_OfAllActors_LoseNothing()
    {
        for (var seed = 0; seed < 40_000; seed++)
        {
            var random = new Random(seed);
            try { new OperationModel((Acts)random.Next(1, (int)Acts.All + 1), random.Next).Run(); }
            catch (Exception exception) { throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception); }
        }
    }
}
