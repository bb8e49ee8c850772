using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>The ring that items wait in, against a list.</summary>
public sealed class ItemRingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(10_000)]
    [InlineData(50_000)]
    public void RandomCourse_IsThatOfAList_AndNoMoreIsRentedThanTheLimitInWholeBlocks(int maxBytes)
    {
        var random = new Random(maxBytes);
        var ring = new ItemRing(maxBytes);
        var list = new LinkedList<byte[]>();
        var begun = Array.Empty<byte>();
        for (var step = 0; step < 20_000; step++)
        {
            var held = begun.Length + list.Sum(static item => item.Length + ItemRing.LengthBytes);
            Assert.Equal(held, ring.Bytes);
            Assert.InRange(ring.RentedBytes, ring.Bytes, (maxBytes + ItemRing.BlockBytes - 1) / ItemRing.BlockBytes * ItemRing.BlockBytes);
            switch (random.Next(4))
            {
                case 0 or 1:
                    var item = new byte[random.Next(1, Math.Max(2, maxBytes / random.Next(1, 12)))];
                    random.NextBytes(item);
                    var fits = item.Length + ItemRing.LengthBytes <= maxBytes - held;
                    Assert.Equal(fits, ring.TryAdd(item));
                    if (fits)
                    {
                        list.AddLast(item);
                    }

                    break;
                case 2:
                    Assert.Equal(list.Count > 0, ring.TryDropOldest());
                    if (list.Count > 0)
                    {
                        list.RemoveFirst();
                    }

                    break;
                default:
                    if (begun.Length == 0 && list.First is { } first)
                    {
                        begun = first.Value;
                        list.RemoveFirst();
                    }

                    var octets = ring.Peek();
                    Assert.Equal(begun.Length > 0, octets.Length > 0);
                    Assert.True(begun.AsSpan().StartsWith(octets));
                    var taken = octets.Length == 0 ? 0 : random.Next(1, octets.Length + 1);
                    ring.Take(taken);
                    begun = begun[taken..];
                    break;
            }
        }

        ring.Clear();
        Assert.Equal(0, ring.RentedBytes);
        Assert.True(ring.IsEmpty);
    }
}
