namespace Picard.Client.Tests.Typed;

public sealed class CreationTests : TypedClient
{
    [Fact]
    public async Task Container_GivesTheClient()
    {
        var shop = PicardClient.Create<IShop>(new Services(Client));
        var asked = shop.Root().AsTask();
        await ReadHeadAsync();
        await RespondAsync("200 OK", "hi");
        Assert.Equal("hi", await asked);
    }

    [Fact]
    public void ContainerWithoutAClient_IsRefused() =>
        Assert.Contains("add one as a singleton", Assert.Throws<InvalidOperationException>(() => PicardClient.Create<IShop>(new Services(null))).Message, StringComparison.Ordinal);

    [Fact]
    public void Pool_HasTheLimitsOfItsAttribute()
    {
        Assert.Equal(64, Hub.BackendPool.Options.MaxConnectionsPerAuthority);
        Assert.Equal(1024, Hub.BackendPool.Options.MaxQueuedRequests);
        Assert.Equal(8, ShopPool.Options.MaxConnections);
    }

    // One test, since a pool is one for the process.
    [Fact]
    public async Task OptionsOfAPool_AreSetBeforeItsFirstUse_AndItsClientIsShared()
    {
        var network = new ScriptedNetwork();
        ShopPool.Options = new ClientOptions { MaxConnections = 8, Connector = network };
        var shop = PicardClient.Create<IShop>();
        Assert.Same(ShopPool.Client, ShopPool.Client);
        Assert.Contains("ShopPool", Assert.Throws<InvalidOperationException>(() => ShopPool.Options = new ClientOptions()).Message, StringComparison.Ordinal);
        var asked = shop.Root().AsTask();
        var server = await network.AcceptAsync();
        await server.ReadHeadAsync();
        await server.RespondAsync("pooled");
        Assert.Equal("pooled", await asked);
    }

    [Fact]
    public void CallOptions_TimeoutOfNothing_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Shop.Add(new Item(1, ""), Color.Red, null, new CallOptions { Timeout = TimeSpan.Zero }).AsTask(); });

    private sealed class Services(PicardClient? client) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PicardClient) ? client : null;
    }
}
