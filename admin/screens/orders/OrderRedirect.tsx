import { useGetOne } from 'react-admin';
import { Navigate, useParams } from 'react-router';
import { fieldReads } from '../../kit/api/usage.ts';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { type OrderPart, orderPath } from './order-path.ts';

export interface OrderRedirectProps {
  resource: 'payments' | 'shipments';
  title: string;
  part: OrderPart;
}

/** The page of a payment or shipment is its order's page: what can be done about it stands there. */
export function OrderRedirect({ resource, title, part }: OrderRedirectProps) {
  const { id = '' } = useParams();
  const { data, error, refetch } = useGetOne(resource, { id }, { retry: false });
  if (data) return <Navigate to={orderPath(String(fieldReads.watched(data).orderId), part)} replace />;
  if (!error) return <PageSkeleton />;
  return (
    <Page title={title} back={{ to: `/${resource}`, label: resource }}>
      <Section>
        <LoadError error={error} onRetry={() => void refetch()} />
      </Section>
    </Page>
  );
}
